"""An error raised from another one."""


class SettingsError(Exception):
    """Of the program itself."""


def read(settings):
    return settings["scale"]


def load(settings):
    try:
        return read(settings)
    except KeyError as error:
        raise SettingsError("no scale in the settings") from error


def main():
    load({"shape": 4})


main()
