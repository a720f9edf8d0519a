"""Forms of people abroad to one municipality."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.web.components.forms import form_key
from majup.web.components.texts import language_name


class TrapForm(forms.Form):
    """A field that people do not see and programs fill in; without a third party."""

    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Empty this field: it is a trap for programs that fill in everything."), "trap"
            )
        return ""


class SubscribeForm(TrapForm):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write the address to which the news shall come."),
            "invalid": gettext_lazy("Write the address in the form name@example.com."),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language?"),
        choices=lambda: [(code, language_name(code)) for code, _name in settings.LANGUAGES],
    )


class IdeaForm(TrapForm):
    title = forms.CharField(
        label=gettext_lazy("What is it about, in a few words?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Say in a few words what it is about.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Your idea, or what you saw work well elsewhere"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": 4000}),
        error_messages={"required": gettext_lazy("Write down your idea.")},
    )
    name = forms.CharField(
        label=gettext_lazy("What may we call you?"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Write the address in the form name@example.com.")},
    )
    form_key = form_key()


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 4000}),
        error_messages={"required": gettext_lazy("Write your answer.")},
    )
