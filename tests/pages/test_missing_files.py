"""A desk whose page files were never copied says so before anything else."""

from pathlib import Path

import pytest

from deploy.serving import serve
from shared.pages import static
from shared.pages.vendor import FilesAreMissing
from shared.settings import Settings


def test_a_desk_without_page_files_opens_nothing_and_prints_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(static, "VENDORED", tmp_path / "vendored")
    home = tmp_path / "home"
    with pytest.raises(FilesAreMissing, match=r"shared\.pages\.vendor"):
        serve(Settings(home=home, port=0))
    assert capsys.readouterr().out == ""
    assert not home.exists()
