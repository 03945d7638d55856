def test_the_first_visit_offers_the_first_account_and_fits_the_screen(any_page):
    answer = any_page.goto("/")
    assert answer.status == 200
    assert any_page.locator("input[name=username]").is_visible()
    assert any_page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
