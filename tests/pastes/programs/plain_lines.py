"""A message of several lines, some of which look like something else."""


def check(shape):
    raise ValueError(
        "the shapes do not agree\n\n"
        f"  * given: {shape}\n"
        "  * wanted: (None, 4)\n"
        "Hint: look at\n"
        "    x = reshape(x, 4)"
    )


def main():
    check(shape=(2, 3))


main()
