"""The commands of ``tietosilta``, one a module: ``add`` gives a parser its options, and what runs them."""
