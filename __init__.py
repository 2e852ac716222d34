"""postproof shows, request by request, whether a social-posting API does what it documents."""
