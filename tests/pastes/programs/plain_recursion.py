"""Endless recursion: every printer shortens it in its own way."""


def descend(depth):
    return descend(depth + 1)


def main():
    descend(0)


main()
