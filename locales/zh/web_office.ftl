# Review, reports and settings.
