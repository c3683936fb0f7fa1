"""What people read: catalogues, money, dates and percentages as each of the four locales writes them.

| you look for | it is in |
|---|---|
| which of the four locales a tag means | :mod:`~welfarekit.language.locale` |
| a translated sentence of a program or of the shared catalogue | :mod:`~welfarekit.language.catalogue` |
| money, dates, percentages, numbers, lists | :mod:`~welfarekit.language.formats` |
| the sentences around a determination | :mod:`~welfarekit.language.frames` |
| the words for facts and for values such as ``dibao`` | :mod:`~welfarekit.language.labels` |
| names of places | :mod:`~welfarekit.language.places` |
| how a source is cited | :mod:`~welfarekit.language.citing` |

Nothing here is loaded by ``import welfarekit``, and Babel only when the first amount, date or uncompiled catalogue is asked for.
"""
