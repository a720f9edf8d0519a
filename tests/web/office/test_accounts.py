"""The administrator's pages for accounts."""

import pytest

from majup.staff.models import User
from tests.support.people import make_user, sign_in

pytestmark = pytest.mark.django_db


def test_one_account_per_address_is_said_at_the_field(admin_user, alise):
    client = sign_in(admin_user)
    page = client.post("/en/staff/new/", {"name": "Other", "email": alise.email.upper(), "language": "lv"})
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"email"})
    assert User.objects.filter(email=alise.email).count() == 1


def test_an_account_is_changed_closed_and_opened_again(admin_user):
    jana, client = make_user("Jana"), sign_in(admin_user)
    assert client.get(f"/staff/{jana.pk}/").status_code == 200
    client.post(f"/staff/{jana.pk}/", {"name": "Jana Liepa", "language": "en", "is_admin": "on"})
    jana.refresh_from_db()
    assert (jana.name, jana.language, jana.is_admin) == ("Jana Liepa", "en", True)
    client.post(f"/staff/{jana.pk}/close/")
    jana.refresh_from_db()
    assert not jana.is_active
    client.post(f"/staff/{jana.pk}/open/")
    jana.refresh_from_db()
    assert jana.is_active
    assert client.post(f"/staff/{jana.pk}/link/").status_code == 302
    assert client.post(f"/staff/{jana.pk}/second-factor/").status_code == 302


def test_net_03_an_account_with_a_role_is_not_closed_and_the_page_says_why(admin_user, dace):
    page = sign_in(admin_user).post(f"/en/staff/{dace.pk}/close/", follow=True)
    assert "still holds a role" in page.content.decode()
    dace.refresh_from_db()
    assert dace.is_active


def test_net_03_the_list_names_everybody_and_the_roles_each_holds_where(admin_user, dace):
    held = dict(sign_in(admin_user).get("/staff/").context["rows"])
    assert (set(held), held[admin_user], bool(held[dace])) == ({admin_user, dace}, [], True)
    assert all("Valmiera" in name for name in held[dace])
