"""The commands of ``tietosilta``, one a module: ``add`` gives a parser its options, ``run`` does the work.

``interface.cli`` lists them; ``model`` is the part of ``index`` that changes the model.
"""
