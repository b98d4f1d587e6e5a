"""`python -m imr_reports` → the command line."""

from imr_reports.cli import main

if __name__ == "__main__":
    main()
