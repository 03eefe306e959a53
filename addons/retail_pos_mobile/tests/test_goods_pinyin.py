from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestGoodsPinyin(TransactionCase):
    """P5.1.2-1: goods are found by the pinyin and the initials of their names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.styles = cls.env["product.template"].with_context(lang="en_US")
        cls.jacket = cls.styles.create({"name": "Down Jacket"})

    def test_P5_1_2_1_a_chinese_name_has_full_pinyin_and_initials(self):
        style = self.styles.create({"name": "羽绒服"})
        self.assertEqual(style.name_pinyin, "yurongfu yrf")

    def test_a_name_without_chinese_has_none(self):
        self.assertFalse(self.jacket.name_pinyin)
        self.assertFalse(self.styles.new({"name": "Coat"}).name_pinyin)

    def test_P5_1_2_1_the_translation_of_a_name_counts_at_every_till(self):
        self.jacket.with_context(lang="zh_CN").name = "羽绒服"
        self.assertEqual(self.jacket.name_pinyin, "yurongfu yrf")
        self.jacket.update_field_translations("name", {"zh_CN": "夹克"})
        self.assertEqual(self.jacket.name_pinyin, "jiake jk")

    def test_P5_1_2_1_a_new_name_has_new_pinyin(self):
        style = self.styles.create({"name": "羽绒服"})
        style.name = "冲锋衣"
        self.assertEqual(style.name_pinyin, "chongfengyi cfy")
        style.name = "Shell"
        self.assertFalse(style.name_pinyin)

    def test_the_column_is_filled_for_archived_styles_too_by_two_queries_for_all(self):
        names = ["羽绒服", "冲锋衣", "Coat", "T恤"]
        styles = self.styles.create(
            [{"name": name, "active": i != 1} for i, name in enumerate(names)]
        )
        self.env.flush_all()
        self.env.cr.execute("UPDATE product_template SET name_pinyin = NULL")
        styles.invalidate_recordset()
        with self.assertQueryCount(2):
            self.styles._fill_name_pinyin()
        self.assertEqual(
            styles.mapped("name_pinyin"), ["yurongfu yrf", "chongfengyi cfy", False, "txu tx"]
        )

    def test_many_names_are_computed_with_one_query_more(self):
        styles = self.styles.create([{"name": f"羽绒服 {i}"} for i in range(30)])
        self.env.flush_all()
        self.env.add_to_compute(styles._fields["name_pinyin"], styles)
        with self.assertQueryCount(1):
            self.assertEqual(styles[3].name_pinyin, "yurongfu3 yrf3")
