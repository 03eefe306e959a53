"""The pages of the Retail menu in a real browser."""

import pytest

# Those out of sight never load
PICTURES_SHOWN = """() => [...document.images].every((image) => {
    const { top, bottom, width } = image.getBoundingClientRect();
    return image.complete || !width || top > innerHeight || bottom < 0;
})"""


@pytest.mark.parametrize("login", ["admin", "planner", "manager"])
def test_every_page_of_the_retail_menu_opens(login, demo_server, desktop, screenshot):
    """No console error on any page: the assets that this build of Odoo lacks are repaired."""
    actions = _retail_actions(demo_server, login)
    assert len(actions) > 6
    page = desktop.new_page()
    demo_server.sign_in(page, login)
    for action, menu in actions:
        page.goto(f"{demo_server.url}/odoo/action-{action}")
        page.wait_for_selector(".o_action .o_content, .modal .o_form_view")  # or a wizard
        page.wait_for_function(PICTURES_SHOWN)
        screenshot(page, f"pages/{login}-{menu}")
        assert not desktop.errors, menu


def _retail_actions(demo_server, login):
    """Pairs of action and menu id, as the web client of this user would show them."""
    menus = demo_server.rpc(login).session.get(f"{demo_server.url}/web/webclient/load_menus").json()
    retail = next(
        menu for menu in menus.values() if menu.get("xmlid") == "retail_base.menu_retail_root"
    )
    return [
        (menu["actionID"], menu["xmlid"].partition(".")[2])
        for menu in menus.values()
        if menu.get("appID") == retail["id"] and menu.get("actionID") and menu["id"] != retail["id"]
    ]
