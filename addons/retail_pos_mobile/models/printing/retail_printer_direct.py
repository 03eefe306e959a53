from odoo import models

from iot_bridge import profiles
from iot_bridge.errors import BadRequest

from ...lib.cloud_print import epson, star
from ...lib.receipt_picture import draw_paper


class RetailPrinter(models.Model):
    """Printers that ask the server themselves, each in its maker's protocol."""

    _inherit = "retail.printer"

    def _next_print(self):
        """Return the next job with its commands, as its printer's; one that cannot be drawn fails."""
        while job := self._take_jobs(most=1):
            try:
                return job, self._render(job)
            except BadRequest as error:
                self._finish(job, "failed", str(error))
        return job, b""

    def _finish(self, job, state, note=""):
        told = {"id": job.uuid, "state": state, "note": note, "possible_copy": job.possible_copy}
        self._settle_jobs([told])

    # -- Epson Server Direct Print

    def _epson_give(self):
        """Return the answer to a request for work, empty where there is none."""
        job, data = self._next_print()
        return epson.print_request(str(job.id), data) if job else b""

    def _epson_note(self, document):
        """Note the results in a document; raises ValueError where it is none."""
        for result in epson.read_results(document):
            # without a job, these are the bits of the answer's own mistake
            if result.status:
                self._note_state(epson.state_of(result.status), result.code)
            if job := self._own_job(result.job):
                self._note_epson_result(job, result)

    def _note_epson_result(self, job, result):
        if result.success:
            self._finish(job, "printed")
        elif result.code in epson.HOPELESS:
            self._finish(job, "failed", result.code)
        else:
            job._put_back(result.code)

    # -- Star CloudPRNT

    def _star_poll(self, told):
        """Return the answer to a poll, which tells how the printer is."""
        if code := star.read_code(told.get("statusCode")):
            self._note_state(star.state_of(code), "")
        job = self.env["retail.print.job"]._peek(self)
        return star.poll_answer(str(job.id) if job else None)

    def _star_give(self, token):
        """Return a job as a picture, and how it is printed; none where it is not waiting any more."""
        job = self._own_job(token) if token else self.env["retail.print.job"]._peek(self)
        if not job or (job.is_pulse and job.state == "taken"):
            return None, {}
        # asked a second time, it may be on paper already
        job.write({"possible_copy": job.possible_copy or job.state == "taken"})
        job._note_taken()
        try:
            picture = draw_paper(self._render(job), profiles.find(self.profile))
        except BadRequest as error:
            self._finish(job, "failed", str(error))
            return None, {}
        return picture, star.PULSE if job.is_pulse else star.HEADERS

    def _star_note(self, token, code):
        """Note what a printer tells of a job at its end."""
        # printers of old tell no token: it is the one that they have
        job = self._own_job(token) if token else self._jobs_here()[:1]
        code = star.read_code(code)
        if not job:
            return
        if code.startswith("2"):
            self._finish(job, "printed")
        elif code in star.HOPELESS:
            self._finish(job, "failed", code)
        else:
            job._put_back(code)

    def _jobs_here(self):
        return self.env["retail.print.job"].search(
            [("printer_id", "=", self.id), ("state", "=", "taken")], order="taken_at desc"
        )

    def _own_job(self, token):
        """Return the open job of this printer that it calls TOKEN, or none."""
        number = int(token) if str(token).isdecimal() and len(str(token)) < 10 else 0
        return self.env["retail.print.job"].search(
            [
                ("id", "=", number),
                ("printer_id", "=", self.id),
                ("state", "in", ("waiting", "taken")),
            ]
        )
