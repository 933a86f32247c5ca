@rem What sh has built in. "npm start" begins with it, so that signals reach the launcher itself and not a shell around it.
@%*
