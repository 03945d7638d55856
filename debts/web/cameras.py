"""A field for one file, beside which a phone offers its camera: a second input of the same name. It needs no script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FileOrPhoto(forms.FileInput):
    """The input for a file; `parts/field.html` puts the camera's beside it."""

    has_camera = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002  as widgets are asked
        """Hand over the file of either input; of both, both, for a person to say which."""
        given = files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []
        return given if len(given) > 1 else next(iter(given), None)


class FileOrPhotoField(forms.FileField):
    """One file, chosen or taken just now."""

    widget = FileOrPhoto
    default_error_messages = {"both": _("选了一个文件，又拍了一张。请只留一个，另一个存好以后再添。")}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse two at once: one of them would be lost in silence."""
        if isinstance(data, list):
            raise ValidationError(self.error_messages["both"], code="both")
        return super().clean(data, initial)
