from handschlag.cli.main import main

main()
