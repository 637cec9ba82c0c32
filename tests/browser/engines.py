"""Three browser engines behind one small interface: Chromium, Firefox and WebKit as Debian packs them."""

import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from marionette_driver.marionette import Marionette
from reader import find_port, find_program, miss
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

WIDTH, HEIGHT = 1440, 900

FIREFOX_PREFS = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
"""A Firefox that asks no other host for anything."""

PATIENCE = 30.0
"""Seconds that a page may take to do what is waited for."""


class Engine(Protocol):
    """What the tests ask of a browser."""

    def open(self, address):
        """Open an address."""

    def run(self, script):
        """Run the body of a function in the page; returns what it returns."""

    def click(self, selector):
        """Click the first element of a selector, as a reader would."""

    def back(self):
        """Go back."""

    def reload(self):
        """Load the page anew."""

    def wait(self, seconds):
        """Let the page go on."""


class Chromium:
    """Chromium, driven by Playwright."""

    def __init__(self, page):
        self.page = page

    def open(self, address):
        self.page.goto(address)

    def run(self, script):
        return self.page.evaluate(f"() => {{ {script} }}")

    def click(self, selector):
        self.page.locator(selector).first.click()

    def back(self):
        self.page.go_back()

    def reload(self):
        self.page.reload()

    def wait(self, seconds):
        self.page.wait_for_timeout(seconds * 1000)


class Firefox:
    """Firefox ESR, driven by Mozilla's own client without another program between them."""

    def __init__(self, marionette):
        self.marionette = marionette

    def open(self, address):
        self.marionette.navigate(address)

    def run(self, script):
        return self.marionette.execute_script(script, sandbox=None)

    def click(self, selector):
        self.marionette.find_element("css selector", selector).click()

    def back(self):
        self.marionette.go_back()

    def reload(self):
        self.marionette.refresh()

    def wait(self, seconds):
        time.sleep(seconds)


class WebKit:
    """WebKitGTK, driven by Selenium, on a screen of its own."""

    def __init__(self, driver):
        self.driver = driver

    def open(self, address):
        self.driver.get(address)

    def run(self, script):
        return self.driver.execute_script(script)

    def click(self, selector):
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def back(self):
        self.driver.back()

    def reload(self):
        self.driver.refresh()

    def wait(self, seconds):
        time.sleep(seconds)


@contextmanager
def start_chromium(browser):
    """Open a window in the Chromium of the other tests: Playwright is started once in a process."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    yield Chromium(page)
    page.close()


@contextmanager
def start_firefox():
    """Start Firefox without a window."""
    marionette = Marionette(
        bin=find_program("firefox-esr"),
        headless=True,
        port=find_port(),
        prefs=FIREFOX_PREFS,
        gecko_log=os.devnull,
        startup_timeout=60,
    )
    try:
        marionette.start_session()
        marionette.set_window_rect(width=WIDTH, height=HEIGHT)
        yield Firefox(marionette)
    finally:
        marionette.quit(in_app=False)


@contextmanager
def start_webkit():
    """Start WebKitGTK's own small browser on a virtual screen."""
    driver_path = find_program("WebKitWebDriver")
    browsers = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not browsers:
        miss("MiniBrowser of WebKitGTK")
    display = f":{find_port() % 10_000 + 100}"
    screen = subprocess.Popen(
        [find_program("Xvfb"), display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    try:
        options = Options()
        options.binary_location = str(browsers[-1])
        options.add_argument("--automation")
        service = Service(
            driver_path, env={**os.environ, "DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1"}
        )
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            driver.set_window_rect(0, 0, WIDTH, HEIGHT)
            yield WebKit(driver)
        finally:
            driver.quit()
    finally:
        screen.terminate()
        screen.wait()


def wait_until(engine, condition):
    """Wait until an expression of JavaScript is true in the page, eight looks in a row."""
    end = time.monotonic() + PATIENCE
    still = 0
    while time.monotonic() < end:
        still = still + 1 if engine.run(f"return Boolean({condition})") else 0
        if still == 8:
            return
        engine.wait(0.05)
    raise AssertionError(f"not so after {PATIENCE:.0f} seconds: {condition}")
