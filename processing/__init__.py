"""The Processing provider and its algorithms, one thin file each."""
