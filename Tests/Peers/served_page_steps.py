"""Small steps on the page that one draws on. Part of served_page.py and page_texts.py."""

import socket


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def text(browser, selector):
    return browser.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)


def shows(browser, selector):
    return browser.run("return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector)


def press(browser, selector):
    browser.run("document.querySelector(arguments[0]).click()", selector)


def choose(browser, name):
    """Says what the drawing is; false where the model says so too."""
    return browser.run("""
        const choice = [...document.querySelectorAll("#correcting .choices button")].find((e) => e.textContent === arguments[0]);
        if (!choice.disabled) choice.click();
        return !choice.disabled;""", name)


def bars(browser):
    return browser.run("return [...document.querySelectorAll('.bars li')].map((e) => [e.querySelector('.name').textContent, e.querySelector('.share').textContent])")
