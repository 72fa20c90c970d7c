# The overview, the text and the activity.
