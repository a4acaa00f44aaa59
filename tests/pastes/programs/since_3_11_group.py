"""A group of errors."""


def one():
    raise TypeError("the first is no number")


def two():
    raise ValueError("the second is out of range")


def gather(functions):
    errors = []
    for function in functions:
        try:
            function()
        except Exception as error:
            errors.append(error)
    raise ExceptionGroup("two rows failed", errors)


def main():
    gather([one, two])


main()
