"""What guides do while something breaks.

A job may be called again after its phone has died: it goes on where the phone's page says it is.
"""

CASH, CARD = "Cash", "Bank Card"
PIN = "4711"  # by shop.py
SPENT = "not enough points for the coupon"


class Job:
    title = ""
    needs_network = False

    def __init__(self, run):
        self.run = run

    def prepare(self):
        """What happened before, in fair weather."""

    def act(self):
        raise NotImplementedError


class CashSale(Job):
    title = "cash sale"

    def act(self):
        self.run.sell("sale", pieces=1)


class MemberSale(Job):
    title = "member, points, coupon, promotion"

    def act(self):
        self.run.sell("sale", pieces=2, member=self.run.member, coupon=self.run.coupon)


class SplitPayment(Job):
    title = "split payment"

    def act(self):
        self.run.sell("sale", pieces=3, part=(CARD, 120))


class NewMember(Job):
    title = "new member and a sale to him"

    def act(self):
        run = self.run
        if "member" not in run.done:
            # With the place: a run that is played once more draws the same
            phone_number = f"1580{run.place:03}{run.random.randint(0, 9999):04}"
            run.before_write()
            run.done["name"] = f"New {run.place}"
            run.done["member"] = run.phone.do(
                "addMember",
                {"name": run.done["name"], "phone": phone_number, "sex": "", "birthday": ""},
            )
            run.told.members.append(phone_number)
        run.sell("sale", pieces=1, member=run.done["member"])


class Refund(Job):
    title = "return of a sale, paid back"
    needs_network = True

    def prepare(self):
        self.run.sell("sale", pieces=2, member=self.run.member, armed=False)
        self.run.phone.wait_until_all_sent()
        self.run.phone.page.evaluate(f"hand.reason = {self.run.world.reason}")

    def act(self):
        run = self.run
        if run.told.refunds:
            return
        run.before_write()
        key, amount = run.told.sales[0]["uuid"], run.told.sales[0]["amount"]
        row = run.look_until(lambda: self._step(key), lambda row: row and row["state"] == "done")
        run.told.refunds.append((key, row["amount"]))
        assert abs(row["amount"] - amount) < 0.01, row

    def _step(self, key):
        phone = self.run.phone
        row = phone.do("stepOfReturn", key, PIN)
        if row is None and not self.run.done.get("applied"):
            # Waiting in the outbox or at the server: either way it was applied for once
            self.run.done["applied"] = phone.do("applyForReturn", key)
        return row


class Rating(Job):
    title = "rating of a sale"

    def prepare(self):
        self.run.sell("sale", pieces=1, armed=False)

    def act(self):
        run = self.run
        key = run.told.sales[0]["uuid"]
        if "rated" not in run.done:
            run.before_write()
            run.phone.do("rate", key, 5)
            run.phone.see(".o_rating_thanks")
            run.done["rated"] = True
            run.told.ratings[key] = 5


class Receiving(Job):
    title = "receipt of a delivery"

    def act(self):
        run = self.run
        if "received" not in run.done:
            picking, move = run.world.deliveries[run.product]
            run.before_write()
            answer = run.phone.do("receive", {"picking": picking, "move": move, "pieces": 5})
            # Sent a second time by a guide whose phone had died, it is refused: it is received
            assert answer in ("done", "waiting") or run.deaths, answer
            run.done["received"] = answer
            run.told.received[run.product] = 5


class OneCouponTwoPhones(Job):
    """Online the second guide may be told that it is spent; he then sells without it, which is no news."""

    title = "one coupon on two phones"

    def act(self):
        run = self.run
        if run.told.shared_coupons:
            return
        phones = (run.world.phones[0], run.world.second_phone())
        keys = [phone.begin(run.cart(2, coupon=run.coupon)) for phone in phones]
        run.told.begun += keys
        run.told.shared_coupons.append(run.coupon)
        run.before_write()
        for phone in phones:
            phone.choose(CASH)
            phone.tap_confirm()
        for phone, key in zip(phones, keys, strict=True):
            told = phone.confirm(key, refusal=SPENT)
            if told:
                run.told.sales.append(told)


EACH = (CashSale, MemberSale, SplitPayment, NewMember, Refund, Rating, Receiving)
