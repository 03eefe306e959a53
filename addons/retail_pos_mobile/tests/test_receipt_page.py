import re
from urllib.parse import urlsplit

from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon

from .common import open_store

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
ENGLISH = {"Accept-Language": "en-GB,en;q=0.9"}
MAX_STYLE = 15_000
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestReceiptPage(TestPoSCommon, HttpCase):
    """P5.1.3.2: whoever has the link of an e-receipt reads it in any browser, and nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("en_US", "zh_CN"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.till = cls.basic_config
        cls.guide = open_store(cls.env, cls.till)[0]
        cls.store = cls.till.store_id
        cls.store.name = "Nanjing Road"
        cls.store.partner_id = cls.env["res.partner"].create(
            {"name": "Nanjing Road", "street": "100 Nanjing Road", "phone": "021 5555 0100"}
        )
        cls.member = cls.env["res.partner"].create(
            {"name": "李雷", "phone": "+86 138 0013 4567", "email": "li.lei@example.com"}
        )
        cls.jacket = cls.create_product(
            "Trail Jacket (Navy, M)", cls.categ_basic, 599.0, tax_ids=cls.taxes["tax10"].ids
        )
        cls.taxes["tax10"].tax_group_id.name = "VAT"
        cls.cash_pm1.name = "Cash"
        cls.socks = cls.create_product("Socks", cls.categ_basic, 10.0)

    def setUp(self):
        super().setUp()
        self.config = self.till
        self.open_new_session()

    def _sell(self, lines, **kwargs):
        return self._sync(self.create_ui_order_data(lines, **kwargs))

    def _sync(self, data):
        result = self.env["pos.order"].sync_from_ui([data])
        return self.env["pos.order"].browse(result["pos.order"][-1]["id"])

    def _open(self, path, **kwargs):
        self.authenticate(None, None)
        self.env.flush_all()
        return self.url_open(path, **{"headers": ENGLISH, **kwargs})

    def _read(self, order, headers=ENGLISH, query=""):
        response = self._open(urlsplit(order.receipt_url).path + query, headers=headers)
        self.assertEqual(response.status_code, 200)
        return response

    def _text(self, response):
        document = html.fromstring(response.content)
        text = " ".join(document.find(".//main").text_content().split())
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def test_P5_1_3_2_receipt_is_read_in_english(self):
        order = self._sell(
            [(self.jacket, 2), (self.socks, 3)],
            customer=self.member,
            payments=[(self.cash_pm1, 1200), (self.bank_pm1, 28)],
            pos_order_ui_args={"guide_id": self.guide.id},
        )
        response = self._read(order)
        self.assertIn('lang="en-US"', response.text)
        text = self._text(response)
        for expected in (
            "Nanjing Road",
            "100 Nanjing Road",
            "021 5555 0100",
            f"No. {order.receipt_number}",
            "Guide Wang Fang",
            "Member 李** 138****4567",
            "Trail Jacket (Navy, M) 2 × $ 599.00 $ 1,198.00",
            "Pieces 5",
            "Total $ 1,228.00",
            "including VAT $ 108.91",
            "Cash $ 1,200.00",
        ):
            self.assertIn(expected, text)
        self.assertNotIn(order.pos_reference, text)  # one number is enough

    def test_P5_1_3_2_goods_are_named_in_the_language_of_the_reader(self):
        self.jacket.with_context(lang="zh_CN").name = "越野夹克"
        sale = [(self.jacket, 1), (self.socks, 1)]
        order = self._sell(sale)
        order.lines[0].full_product_name = self.jacket.with_context(lang="zh_CN").name
        order.lines[1].full_product_name = "Hand-knitted, blue"  # by whoever, in no language
        self.assertIn("Trail Jacket (Navy, M)", self._text(self._read(order)))
        chinese = self._text(self._read(order, CHINESE))
        self.assertIn("越野夹克", chinese)
        self.assertNotIn("Trail Jacket", chinese)
        self.assertIn("Hand-knitted, blue", chinese)

    def test_P5_1_2_4_the_receipt_tells_what_the_member_s_price_saved(self):
        data = self.create_ui_order_data([(self.jacket, 2)])
        data["lines"][0][2]["list_price_unit"] = 649.0
        text = self._text(self._read(self._sync(data)))
        self.assertIn("2 × $ 649.00 $ 1,298.00 $ 1,198.00", text)
        self.assertIn("You saved $ 100.00", text)

    def test_a_gift_card_pays_and_saves_nothing(self):
        program = self.env["loyalty.program"].create(
            {
                "name": "Gift Cards",
                "program_type": "gift_card",
                "applies_on": "future",
                "reward_ids": [(0, 0, {"discount_mode": "per_point", "discount": 1})],
            }
        )
        order = self._sell([(self.jacket, 1)])
        order.lines.copy(
            {
                "order_id": order.id,
                "is_reward_line": True,
                "reward_id": program.reward_ids.id,
                "price_unit": -100,
                "price_subtotal": -100,
                "price_subtotal_incl": -100,
                "full_product_name": "Gift Cards",
            }
        )
        text = self._text(self._read(order))
        self.assertIn("Gift Cards $ -100.00", text)
        self.assertNotIn("You saved", text)
        program.program_type = "promotion"
        self.assertIn("You saved $ 100.00", self._text(self._read(order)))

    def test_what_was_renamed_since_keeps_the_name_under_which_it_was_sold(self):
        order = self._sell([(self.jacket, 1)])
        order.lines.full_product_name = "Trail Jacket (Navy, M)"
        self.jacket.name = "Discontinued"
        self.assertIn("Trail Jacket (Navy, M)", self._text(self._read(order)))

    def test_an_address_has_no_commas_of_missing_parts(self):
        china = self.env.ref("base.cn")
        china.address_format = (
            "%(country_name)s, %(zip)s\n%(state_name)s, %(city)s, %(street2)s, %(street)s"
        )
        self.store.partner_id.write(
            {"country_id": china.id, "zip": False, "city": "深圳市", "state_id": False}
        )
        order = self._sell([(self.jacket, 1)])
        values = self.env["retail.receipt.page"]._get_values(order, "en_US")
        self.assertEqual(values["address"], ["China", "深圳市, 100 Nanjing Road"])

    def test_P5_1_3_2_receipt_is_read_in_chinese(self):
        order = self._sell([(self.jacket, 1)], customer=self.member)
        response = self._read(order, CHINESE)
        self.assertIn('lang="zh-CN"', response.text)
        text = self._text(response)
        for expected in ("电子小票", "单号", "日期", "会员", "件数", "合计", "其中"):
            self.assertIn(expected, text)
        self.assertNotRegex(text, r"\b(Receipt|Date|Total|Pieces|Member|including|Show this)\b")

    def test_reader_may_choose_the_language(self):
        order = self._sell([(self.jacket, 1)])
        self.assertIn('lang="zh-CN"', self._read(order, ENGLISH, "?lang=zh_CN").text)
        self.assertIn('lang="en-US"', self._read(order, CHINESE, "?lang=en_US&from=group").text)
        self.assertIn('lang="zh-CN"', self._read(order, CHINESE, "?lang=%3Cscript%3E").text)
        self.assertIn('href="?lang=en_US"', self._read(order, CHINESE).text)

    def test_browser_that_names_no_language_gets_the_shop_s(self):
        order = self._sell([(self.jacket, 1)])
        order.company_id.partner_id.lang = "zh_CN"
        for header in ("", "fr-FR", "*"):
            self.assertIn('lang="zh-CN"', self._read(order, {"Accept-Language": header}).text)

    def test_nothing_but_masked_tells_of_the_member(self):
        self.member.write({"street": "5 Secret Lane", "vat": "310101199001011234"})
        order = self._sell(
            [(self.jacket, 1)],
            customer=self.member,
            pos_order_ui_args={"general_customer_note": "call 13900139000"},
        )
        page = self._read(order).text
        for secret in (
            "李雷",
            "13800134567",
            "0013 4567",
            "li.lei",
            "Secret",
            "1990",
            "13900139000",
        ):
            self.assertNotIn(secret, page)

    def test_discount_is_shown_with_what_it_saved(self):
        order = self._sell([(self.jacket, 2, 10)])
        text = self._text(self._read(order))
        self.assertIn("2 × $ 599.00 −10% $ 1,198.00 $ 1,078.20", text)
        self.assertIn("You saved $ 119.80", text)

    def test_date_is_the_store_s(self):
        data = self.create_ui_order_data([(self.jacket, 1)])
        order = self._sync({**data, "date_order": "2025-03-10 16:01:00"})
        self.assertIn("Date 3/11/25, 12:01", self._text(self._read(order)))
        self.till.business_date_days_back = 1
        data = self.create_ui_order_data([(self.jacket, 1)])
        data.update(date_order="2025-03-10 16:01:00", business_date="2025-03-10")
        self.assertIn("Sale date 03/10/2025", self._text(self._read(self._sync(data))))

    def test_change_is_shown(self):
        data = self.create_ui_order_data(
            [(self.jacket, 1)], payments=[(self.cash_pm1, 600), (self.cash_pm1, -1)]
        )
        data["payment_ids"][1][2]["is_change"] = True
        order = self._sync(data)
        text = self._text(self._read(order))
        self.assertIn("Cash $ 600.00", text)
        self.assertIn("Change $ 1.00", text)
        self.assertNotIn("Rounding", text)

    def test_P5_1_3_2_the_shop_s_own_texts_and_logo_go_before_the_company_s(self):
        self.till.write({"is_header_or_footer": True, "receipt_footer": "From the till"})
        order = self._sell([(self.jacket, 1)])
        self.assertIn("From the till", self._text(self._read(order)))
        logo = f"{urlsplit(order.receipt_url).path}/logo"
        self.assertEqual(self._open(logo).status_code, 404)
        self.store.write({"receipt_header": "Open till 10", "receipt_logo": PIXEL})
        self.store.with_context(lang="en_US").receipt_footer = "Come again"
        self.store.with_context(lang="zh_CN").receipt_footer = "欢迎再来"
        english, chinese = self._text(self._read(order)), self._text(self._read(order, CHINESE))
        self.assertIn("Open till 10", english)
        self.assertIn("Come again", english)
        self.assertIn("欢迎再来", chinese)
        self.assertNotIn("From the till", english + chinese)
        self.assertIn(f'src="{logo}"', self._read(order).text)
        response = self._open(logo)
        self.assertEqual(
            (response.status_code, response.headers["Content-Type"]), (200, "image/png")
        )
        self.assertEqual(self._open(f"/receipt/{'0' * 32}/logo").status_code, 404)

    def test_return_is_shown_as_one_and_on_the_sale(self):
        self.config.return_approval = False  # a native refund
        sale = self._sell([(self.jacket, 2)])
        data = self.create_ui_order_data([(self.jacket, -1)])
        data["is_refund"] = True
        data["lines"][0][2]["refunded_orderline_id"] = sale.lines.id
        orders = self.env["pos.order"].sync_from_ui([data])["pos.order"]
        refund = self.env["pos.order"].browse([o["id"] for o in orders]) - sale
        text = self._text(self._read(refund))
        self.assertIn(f"Return of {sale.receipt_number}", text)
        self.assertIn("Refunded $ 599.00", text)
        self.assertNotIn("E-receipt", text)
        self.assertIn("Returned: 1", self._text(self._read(sale)))

    def test_every_unknown_link_gets_the_same_page(self):
        sold = self._sell([(self.jacket, 1)])
        data = self.create_ui_order_data([(self.jacket, 1)])
        draft = self._sync({**data, "state": "draft", "payment_ids": []})
        token = sold.receipt_token
        wrong = [
            "0" * 32,
            draft.receipt_token,
            token[:-1],
            token + "0",
            token.upper() + "é",
            f"{token}%00",
            "%00",
            "%",
            "x" * 5000,
            "..%2F..%2Fweb",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            str(sold.id),
            sold.uuid,
            f"{token}/x",
        ]
        pages = set()
        for path in wrong:
            response = self._open(f"/receipt/{path}")
            self.assertEqual(response.status_code, 404, path)
            headers = {k: v for k, v in response.headers.items() if k not in ("Date", "Server")}
            page = f"{sorted(headers.items())} {response.text}"
            pages.add(re.sub(r"nonce(=\"|-)[\w-]+", "", page))
        self.assertEqual(len(pages), 1)
        self.assertIn("in a few minutes", pages.pop())

    def test_unknown_link_speaks_the_language_of_the_reader(self):
        self.assertIn("几分钟", self._open(f"/receipt/{'0' * 32}", headers=CHINESE).text)

    def test_names_are_text_whatever_they_hold(self):
        names = (
            "<script>alert('x')</script>",
            '"><img src=x onerror=alert(1)>',
            "{{ 7 * 7 }} <t t-out='lang'/> 😀👨‍👩‍👧",
            "מעיל טיולים שחור",
            "很长的名字" * 60,
        )
        products = [self.create_product(name, self.categ_basic, 5.0) for name in names]
        self.member.name = "<b>Tom</b>"
        self.store.name = "<i>Shop</i>"
        order = self._sell([(product, 1) for product in products], customer=self.member)
        response = self._read(order)
        document = html.fromstring(response.content)
        shown = [node.text_content() for node in document.findall(".//*[@class='name']/bdi")]
        self.assertEqual([name.strip() for name in shown], list(names))
        for tag in ("script", "i", "b", "t"):
            self.assertIsNone(document.find(f".//{tag}"), tag)
        self.assertNotIn(
            "onerror", "".join(html.tostring(i).decode() for i in document.iter("img"))
        )

    def test_page_is_light_and_runs_nothing(self):
        order = self._sell([(self.jacket, 1)])
        response = self._read(order)
        document = html.fromstring(response.content)
        for node in document.iter("script", "iframe", "form", "object"):
            self.fail(f"{node.tag} on the page")
        self.assertEqual(document.xpath("//link/@rel"), ["icon"])
        self.assertFalse(document.xpath("//@onclick | //@onload | //@style"))
        style = "".join(node.text for node in document.iter("style"))
        self.assertLess(len(style), MAX_STYLE)
        self.assertLess(len(response.content), 2 * MAX_STYLE)
        for feature in ("prefers-color-scheme: dark", "@media print"):
            self.assertIn(feature, style)

    def test_headers_keep_the_link_private(self):
        response = self._read(self._sell([(self.jacket, 1)]))
        headers = response.headers
        self.assertTrue(headers["Cache-Control"].startswith("private"))
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertIn("Accept-Language", headers["Vary"])
        self.assertNotIn("Set-Cookie", headers)
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
        )
        self.assertEqual(policy["default-src"], "'none'")
        self.assertNotIn("script-src", policy)
        nonce = html.fromstring(response.content).find(".//style").get("nonce")
        self.assertEqual(policy["style-src"], f"'nonce-{nonce}'")

    def test_amounts_are_in_the_currency_of_the_till(self):
        currencies = self.env["res.currency"].with_context(active_test=False)
        for name, shown in (("JPY", "599 ¥"), ("KWD", "599.000"), ("EUR", "599.00 €")):
            currency = currencies.search([("name", "=", name)])
            order = self._sell([(self.jacket, 1)])
            order = order.with_context(lang="en_US")
            values = self._values_in(order, currency)
            self.assertIn(shown.split()[0], values["total"])
            self.assertIn(currency.symbol, values["total"])
            self.assertEqual("." in values["total"], bool(currency.decimal_places))

    def _values_in(self, order, currency):
        currency.active = True
        page = self.env["retail.receipt.page"]
        self.patch(type(order), "currency_id", currency)
        return page._get_values(order, "en_US")

    def test_long_receipt_costs_no_query_a_line(self):
        def queries(lines):
            order = self._sell([(self.jacket, 1, 10), (self.socks, 1)] * (lines // 2))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            values = self.env["retail.receipt.page"]._get_values(order.sudo(), "en_US")
            self.assertEqual(len(values["lines"]), lines)
            return order, self.env.cr.sql_log_count - before

        queries(2)  # fills the caches
        _order, few = queries(2)
        order, many = queries(200)
        self.assertLessEqual(many, few + 2)
        response = self._read(order)
        self.assertEqual(response.text.count('class="item'), 200)
