"""Pictures: chart data in; SVG text, alternative text and a data table out. Pure, no Django.

`data` says what can be drawn and needs nothing; `picture.draw` draws it and brings matplotlib, which takes
a second to import: ui.pictures calls it only when a picture is not in the cache yet.
"""
