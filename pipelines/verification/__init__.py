"""What is due is asked, what was answered is judged, what is wrong is found and repaired."""
