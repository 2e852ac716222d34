"""`python -m postproof` is the command `postproof`."""

if __name__ == "__main__":
    import sys

    from .conformance.cli import main

    sys.exit(main())
