"""Three errors, each while the one before was being handled."""


def first(items):
    return items[3]


def second(items):
    try:
        return first(items)
    except IndexError:
        return items.first


def main():
    try:
        second([1, 2])
    except AttributeError:
        float("four")


main()
