"""Links that only somebody sees who may follow them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.urls import URLResolver, get_resolver, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from accounts.access import may_open
from accounts.sessions import SessionEnd, session_end

register = template.Library()
HERE = mark_safe(' aria-current="true"')


@lru_cache(maxsize=1)
def _views() -> dict[str, Any]:
    """Every page that has a name: "app:name" to its view."""
    return dict(_named(get_resolver().url_patterns, ()))


def _named(patterns: list[Any], inside: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names = (*inside, pattern.namespace) if pattern.namespace else inside
            yield from _named(pattern.url_patterns, names)
        elif pattern.name:
            yield ":".join((*inside, pattern.name)), pattern.callback


def _allowed(context: Any, name: str) -> bool:
    view, user = _views().get(name), context.get("user")
    return view is not None and user is not None and may_open(user, view)


@register.simple_tag(takes_context=True)
def may_url(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of a page, or "" when this user may not open it (or there is no such page)."""
    return reverse(name, args=args) if _allowed(context, name) else ""


@register.simple_tag(takes_context=True, name="session_end")
def when_session_ends(context: dict[str, Any]) -> SessionEnd:
    """When this session ends by itself; for pages of who is signed in."""
    return session_end(context["request"])


@register.tag("ifmay")
def if_may(parser: Parser, token: Token) -> template.Node:
    """`{% ifmay "app:page" %}…{% endifmay %}`: shown to who may open that page."""
    _tag, name = token.split_contents()
    inside = parser.parse(("endifmay",))
    parser.delete_first_token()
    return _IfMay(name.strip("'\""), inside)


class _IfMay(template.Node):
    def __init__(self, name: str, inside: template.NodeList) -> None:
        self.name, self.inside = name, inside

    def render(self, context: template.Context) -> str:
        allowed = _allowed(context, self.name)
        return self.inside.render(context) if allowed else ""


@register.simple_tag(takes_context=True)
def menu_link(context: dict[str, Any], name: str, words: str, *also: str) -> str:
    """A link of the main menu, marked when the page lies below it or below one of `also`.

    Nothing for who may not open the page, or when there is none.
    """
    url = may_url(context, name)
    if not url:
        return ""
    path = context["request"].path if "request" in context else ""
    below = tuple(
        one for one in (url, *(reverse(name) for name in also if name in _views())) if one != "/"
    )
    here = path == url or path.startswith(below)  # everything lies below the first page
    return format_html('<a href="{}"{}>{}</a>', url, HERE if here else "", words)


@register.simple_tag(takes_context=True)
def part_link(
    context: dict[str, Any], name: str, words: str, *args: Any, only: bool = False
) -> str:
    """A link between the pages of one thing, marked on that page and, unless `only`, on those below it.

    Nothing for who may not open the page, or when there is none.
    """
    url = may_url(context, name, *args)
    if not url:
        return ""
    path = context["request"].path if "request" in context else ""
    here = path == url or (not only and path.startswith(url))
    return format_html('<a href="{}"{}>{}</a>', url, HERE if here else "", words)


@register.tag("menu_group")
def menu_group(parser: Parser, token: Token) -> template.Node:
    """`{% menu_group words %}…{% endmenu_group %}`: links of the menu folded under one word.

    Nothing when none of them is left; marked when one of them is.
    """
    _tag, words = token.split_contents()
    inside = parser.parse(("endmenu_group",))
    parser.delete_first_token()
    return _MenuGroup(parser.compile_filter(words), inside)


class _MenuGroup(template.Node):
    def __init__(self, words: FilterExpression, inside: template.NodeList) -> None:
        self.words, self.inside = words, inside

    def render(self, context: template.Context) -> str:
        links = self.inside.render(context)
        if not links.strip():
            return ""
        return format_html(
            '<details class="menu-group"><summary{}>{}</summary><div>{}</div></details>',
            HERE if "aria-current" in links else "",
            self.words.resolve(context),
            links,
        )


@register.simple_tag(takes_context=True)
def door(context: dict[str, Any], name: str, title: str, words: str) -> str:
    """A line of the list of places to go: a page and what it is for; nothing for who may not open it."""
    url = may_url(context, name)
    if not url:
        return ""
    line = '<li><span><a class="title" href="{}">{}</a> <span class="sub">{}</span></span></li>'
    return format_html(line, url, title, words)
