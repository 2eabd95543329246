menue = ["a misspelt contribution"]
