from django.forms.renderers import DjangoTemplates


class HouseRenderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` in the portal's design."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
