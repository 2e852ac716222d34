"""Settings that hold for every test."""

from hypothesis import HealthCheck, settings

# These machines are shared and noisy: how long an example takes proves nothing.
settings.register_profile(
    "postproof",
    settings(),
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("postproof")
