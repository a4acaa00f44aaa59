"""`python -m troubleshooter`."""

import sys

from troubleshooter.cli import main

if __name__ == "__main__":
    sys.exit(main())
