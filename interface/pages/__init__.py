"""The pages, one a module; ``interface.navigation`` lists them."""
