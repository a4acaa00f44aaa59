"""An error without a message, in a lambda."""

first = lambda values: next(iter(values))


def main():
    first([])


main()
