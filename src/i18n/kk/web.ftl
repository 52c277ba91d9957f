page-title = Erikti
