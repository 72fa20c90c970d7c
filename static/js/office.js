// Review, reports and settings.
