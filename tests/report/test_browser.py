"""Laws of a page in a real browser."""

from functools import cache

import pytest

pytestmark = pytest.mark.browser

CONTRAST = """() => {
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => rgb.reduce((sum, v, i) => sum + linear(v / 255) * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (it) => {
    for (; it; it = it.parentElement) {
      const found = parse(getComputedStyle(it).backgroundColor);
      if (found.length === 3 || found[3] > 0) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const all = "h1,h2,h3,p,li,th,td,dt,dd,a,summary,figcaption,caption";
  return Math.min(...Array.from(document.querySelectorAll(all), (it) => {
    const pair = [light(parse(getComputedStyle(it).color).slice(0, 3)), light(ground(it))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  }));
}"""
WIDTHS = (1280, 400)
KINDS = ("single", "comparison", "hostile")


@pytest.fixture(scope="module")
def opened(browser, pages):
    """Opens a page at a width, once, and draws its figures; gives the page, its messages and its requests."""

    @cache
    def open_page(kind, width):
        page = browser.new_page(viewport={"width": width, "height": 900})
        messages, requests = [], []
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(pages[kind].as_uri())
        page.evaluate("drawAll()")
        return page, messages, requests

    return open_page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_draws_every_figure_without_a_word_or_a_request(kind, width, opened, pages):
    """No console message, no error, no request but the page itself, and no empty figure."""
    page, messages, requests = opened(kind, width)
    assert messages == []
    assert requests == [pages[kind].as_uri()]
    assert page.locator(".plot").count() == page.locator(".plot .main-svg").locator("xpath=../..").count() > 0
    assert page.locator(".plot:not(.js-plotly-plot)").count() == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_never_wider_than_the_screen(kind, width, opened):
    """Wide tables scroll inside themselves; the page does not."""
    page, _, _ = opened(kind, width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_network_is_closed_to_the_page(opened):
    """Even a script let in by the driver can fetch nothing."""
    page, _, requests = opened("single", 1280)
    before = len(requests)
    answer = page.evaluate("fetch('https://example.org/').then(() => 'open', () => 'closed')")
    assert answer == "closed"
    assert len(requests) == before


def test_hostile_names_run_no_code(opened):
    """No dialogue opens and no element is made by a name, in HTML or in a figure."""
    page, _, _ = opened("hostile", 1280)
    assert page.locator("main a:not(nav a)").count() == 0
    assert page.locator(".plot a[href], .plot a[*|href]").count() == 0


def test_the_answer_fits_on_the_first_screens_of_a_phone(opened):
    """On a narrow screen each row of the answer is a card: no cell is cut or scrolled sideways."""
    page, _, _ = opened("single", 400)
    assert page.evaluate("(() => { const it = document.querySelector('#answer .scroll');"
                         " return it.scrollWidth <= it.clientWidth; })()")  # fmt: skip


def test_text_has_contrast(opened):
    """Every colour of text reaches 4.5 to 1 on its background (WCAG 2.2, AA)."""
    page, _, _ = opened("single", 1280)
    worst = page.evaluate(CONTRAST)
    assert worst >= 4.5


def test_a_page_prints_with_all_its_figures(opened, tmp_path):
    """Printing draws what was not yet scrolled to."""
    page, _, _ = opened("single", 1280)
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 100_000
