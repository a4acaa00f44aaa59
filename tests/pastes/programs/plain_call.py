"""A failure three calls deep, below a call that spans several lines."""


def scale(values, factor):
    return [value * factor for value in values] + factor


def build(values):
    return scale(
        values,
        factor=2,
    )


def main():
    return build([1, 2, 3])


main()
