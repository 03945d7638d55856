"""The form of an export: which file, and what is to be covered in it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from debts.dossier.covers import FIELDS, SHORTEST, Cover, Field
from debts.dossier.legal import language_now
from debts.models import DossierForm
from debts.web.fields import LinesField


class CoverForm(forms.Form):
    """Asks what is to be covered; hands over a ``Cover``."""

    fields_covered = forms.MultipleChoiceField(
        label=_("要遮盖什么"),
        required=False,
        choices=[(field.value, words) for field, words in FIELDS.items() if field is not Field.WORDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("交给机构和投诉渠道的材料一般不用遮盖，不然对方查不到您是谁。给旁人看、公开发布之前再遮。"),
    )
    words = LinesField(
        label=_("另外要遮盖的词"),
        required=False,
        most=50,
        longest=60,
        help_text=_("一行写一个，例如亲属的姓名、单位、住址。"),
    )
    pictures = forms.BooleanField(
        label=_("图片我都看过，上面没有要遮盖的内容，照样印出来"),
        required=False,
        help_text=_("图片和原件上的字遮不住。有内容要遮盖时，原件不附在文件里，图片只有勾选这一项才印出来。"),
    )

    def clean_words(self) -> list[str]:
        """A single character stands in half of all words."""
        words: list[str] = self.cleaned_data["words"]
        for word in words:
            if len(word) < SHORTEST:
                raise ValidationError(_("“%(word)s”太短，会遮掉很多别的内容。请至少写两个字。"), params={"word": word})
        return words

    def cover(self) -> Cover:
        """What was chosen to be covered."""
        chosen = self.cleaned_data
        fields = frozenset(Field(code) for code in chosen["fields_covered"])
        return Cover(fields, tuple(chosen["words"]), pictures=chosen["pictures"])


class ExportForm(CoverForm):
    """Asks for the form of a dossier; hands over the form, the language and a ``Cover``."""

    form = forms.ChoiceField(
        label=_("要哪一种文件"),
        choices=DossierForm,
        widget=forms.RadioSelect,
        initial=DossierForm.PDF,
        error_messages={"required": _("请选一种文件。"), "invalid_choice": _("没有这种文件，请选下面的一种。")},
    )
    language = forms.ChoiceField(
        label=_("文件用什么语言"),
        choices=(("zh-hans", _("简体中文")), ("en", _("英文"))),
        widget=forms.RadioSelect,
        initial=language_now,
        required=False,
        help_text=_("要交给内地的机构，请选简体中文。"),
        error_messages={"invalid_choice": _("文件只有简体中文和英文的，请选一种。")},
    )
    field_order = ("form", "language")

    def clean_language(self) -> str:
        """The language of the page where none was chosen."""
        return self.cleaned_data["language"] or language_now()

    def clean(self) -> dict[str, Any]:
        """A bundle holds the records to the letter."""
        cleaned = super().clean() or {}
        if cleaned.get("form") == DossierForm.ZIP and (cleaned.get("fields_covered") or cleaned.get("words")):
            self.add_error(
                "form",
                _("证据包里的记录要能逐字核对，遮盖之后就对不上了。要遮盖，请改选别的文件；要证据包，请去掉遮盖。"),
            )
        return cleaned
