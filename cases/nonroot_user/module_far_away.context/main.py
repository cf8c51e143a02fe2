import service
