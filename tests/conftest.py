"""How the tests are run: few examples by default, many on request."""

import os

from hypothesis import HealthCheck, settings

# A shared machine may be slow at any moment: time is no sign of a defect here.
settings.register_profile(
    "quick", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
