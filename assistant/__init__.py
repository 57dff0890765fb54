"""What answers: search for people, evaluation."""
