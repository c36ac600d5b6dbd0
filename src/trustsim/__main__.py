"""Let ``python -m trustsim`` be the command line."""

from trustsim.cli import main

if __name__ == "__main__":
    main()
