"""What answers: search for people, cited answers, exports, the staff's collection, evaluation."""
