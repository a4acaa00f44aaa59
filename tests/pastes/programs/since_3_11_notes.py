"""An error with notes."""


def read(row):
    try:
        return int(row)
    except ValueError as error:
        error.add_note("in row 7 of weights.csv")
        error.add_note("(counted from 1)")
        raise


def main():
    read("seven")


main()
