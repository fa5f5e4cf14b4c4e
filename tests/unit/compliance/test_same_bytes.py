"""The same inputs give the same bytes: in another process, with other hashes, on a simpler processor."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SIMPLE = "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL AVX512_SPR X86_V3 X86_V4"
CODE = """
import hashlib
import numpy as np
from PIL import Image
from onbrand.compliance.judge import judge
from onbrand.compliance import FileFacts, Post
from onbrand.imaging import LayerType, PlacedLayer
from tests.support.drawings import good, text

drawing = good()
noise = np.random.default_rng(5).normal(120, 60, (45, 90, 3)).clip(0, 255).astype(np.uint8)
drawing.picture.paste(Image.fromarray(noise).resize((1080, 540), Image.Resampling.BICUBIC), (0, 540))
drawing.layers.append(
    PlacedLayer(id="photo", type=LayerType.PHOTO, box=(0, 540, 1080, 540), focal=(500, 800), scale=1.0)
)
drawing.write(text("over", (60, 700, 800, 60), "Written on a photograph", 48))
drawing.file, drawing.post = FileFacts(format="jpeg", size=1), Post(caption="Guaranteed cheap")
rules = {
    "colours": {"forbidden": ["#17382E"], "proportions": {"background": 1, "accent": 1}},
    "wording": {"forbidden": ["cheap"], "disclaimers": ["Not with other offers"]},
    "layout": {"grid_columns": 6, "mandatory": ["logo", "cta"]},
}
bare = good()
bare.is_listed = False
for subject in (drawing.subject(**rules), bare.subject()):
    print(judge(subject).model_dump_json())
"""


def verdicts(seed: str, disabled: str = "") -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NPY_DISABLE_CPU_FEATURES": disabled}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, sys.path)])
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CODE], env=environment, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


def test_verdicts_are_the_same_bytes_whatever_the_hashes_and_the_processor() -> None:
    usual = verdicts("1")
    assert usual.count(b'"outcome"') == 2
    assert verdicts("2", SIMPLE) == usual
