"""A syntax error in text that the program compiles."""


def parse(text):
    return compile(text, "settings.cfg", "exec")


def main():
    parse("scale = 2\nshape = (4,,)\n")


main()
