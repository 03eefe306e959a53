"""Which of the languages that are there a reader gets."""


def best_language(wanted, installed):
    """Return the installed language that suits the reader best, or None.

    :param wanted: what the reader asks for, best first, such as ``["zh-CN", "en"]``
    :param installed: locale codes such as ``["en_US", "zh_CN"]``

    >>> best_language(["zh-TW", "en-US"], ["en_US", "zh_CN"])
    'zh_CN'
    >>> best_language(["en-GB", "en-US"], ["en_GB", "en_US", "zh_CN"])
    'en_GB'
    >>> best_language(["zh-Hans-CN"], ["en_US", "zh_CN"])
    'zh_CN'
    >>> best_language(["*", "", "<b>", "fr"], ["en_US"]) is None
    True
    """
    by_code = {code.lower(): code for code in installed}
    by_language = {}
    for code in installed:
        by_language.setdefault(code.split("_")[0].lower(), code)
    for tag in wanted:
        code = tag.strip().replace("-", "_").lower()
        found = by_code.get(code) or by_language.get(code.split("_")[0])
        if found:
            return found
    return None
